"""Web pages: their main content, without menus, notices and teasers."""
