"""The lessons as data: Markdown pages, one folder a lesson. Nothing here is executed."""
