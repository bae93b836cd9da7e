"""What the doors print: the same objects on the command line and over HTTP. Descriptions are the manual."""
