"""Reports that people take along: Excel workbooks with native charts, made from solution documents."""
