"""Letters that come in: bounces and calendars' replies. Knows no meetings; hostile input is refused, never fatal."""
