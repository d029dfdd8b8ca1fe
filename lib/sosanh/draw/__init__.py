"""Charts. The only room that knows matplotlib and seaborn."""
