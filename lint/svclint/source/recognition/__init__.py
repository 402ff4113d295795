"""What a file or document is: a manifest, a part of one, a template, or a file of another tool."""
