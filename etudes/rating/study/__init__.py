"""From a design to a session that is kept: what is shown, and who judges what when."""
