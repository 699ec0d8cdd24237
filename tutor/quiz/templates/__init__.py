"""The templates of all skills."""
