"""The VUM (Verbeteren Uitwisseling Matchingsgegevens): how profiles and vacancies travel between Dutch parties.

    wire       the documents WerkzoekendeProfiel and Vacature, with the field names of the VUM
    codes      its code lists (codes.toml) and what they are in our words
    reading    JSON of another party -> documents, or problems
    people     participant <-> WerkzoekendeProfiel
    places     workplace <-> Vacature
    exchange   a whole instance in and out
    query      its question language: which documents does a question mean
    roles      bron (answer a question) and bemiddelaar (ask one), with the limits of the VUM
    errors     its error objects (errors.toml)

What someone can bear at work, guidance, wage value, benefit, advice, budget and planning have no place in the VUM and
never leave. Contact data and free presentations have no place here, and are dropped when they come in.
Source: domain study 1.1. The contracts themselves were not at hand; what is our own reading says so where it stands.
"""
