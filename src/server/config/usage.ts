/** What `--help` prints. */
export const USAGE = `The incident server of Incident Desk: incidents over MCP, for those who sign in at your Okta.

  npm run server                              from a clone
  npm run server -- --import FILE             imports the incidents of a JSON file, all or none, and ends
  npm run server -- --help                    prints this
  node dist/server.js [--import FILE]         the same, after npm run build, with Node.js 24

Everything else it takes from its environment:

  OKTA_DOMAIN         the domain of your Okta, such as acme.okta.com; required, or
  OKTA_ISSUER         the whole issuer (OAUTH_ISSUER for other authorization servers than Okta)
  OKTA_AUDIENCE       the audience of the authorization server; required
  MCP_SERVER_URL      its public address, such as https://incidents.example.com; required off this machine
  MCP_SERVER_HOST     the address on which it listens: 127.0.0.1
  MCP_SERVER_PORT     the port on which it listens: 9001
  INCIDENTS_DB        the SQLite file of the incidents: incidents.db in the current folder
  DATABASE_URL        a PostgreSQL database in place of the file
  MCP_TLS_CERT_FILE   its certificate, with MCP_TLS_KEY_FILE; plain HTTP without

The guide has all of them, and what to set up at Okta: src/server/deploy/README.md in the clone.
`;
