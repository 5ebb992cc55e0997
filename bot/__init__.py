"""Answer questions about migration support in Central Asia, word for word from IOM bulletins."""

__version__ = "0.1.0"
