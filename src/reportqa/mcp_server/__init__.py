"""The MCP server: an index as tools and resources for assistants, over standard input and output or HTTP."""

from reportqa.mcp_server.serve import serve_http, serve_stdio

__all__ = ["serve_http", "serve_stdio"]
