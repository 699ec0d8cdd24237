"""The screens: they decide what happens."""
