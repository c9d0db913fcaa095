"""What all routes share: the envelope around every answer, problems, paging, conditions, uploads, the document."""
