// SimServer
