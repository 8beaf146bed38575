"""What the command line needs beside the library: sources of payloads, and formats of output."""
