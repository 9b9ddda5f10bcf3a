"""Settings, URLs, layout, navigation, API assembly and the command line."""
