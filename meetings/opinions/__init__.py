"""Written opinions on an item of the agenda (góp ý bằng chữ), and what the desk answers."""
