"""People who arrive week by week, while what is scarce has to last the year: whom to place now, whom to let wait."""
