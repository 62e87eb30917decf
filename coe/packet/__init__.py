"""The audit packet: evidence extracted, told, printed, sealed."""
