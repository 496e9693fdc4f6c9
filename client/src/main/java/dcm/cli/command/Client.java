package dcm.cli.command;

import dcm.cli.config.Contexts;
import dcm.cli.server.Server;
import dcm.cli.signin.SignIns;

/**
 * What the commands of this program need in addition to a session.
 *
 * @param server the selected server
 */
public record Client(Contexts contexts, SignIns signIns, Server server) {}
