package dcm.client.command;

import dcm.client.config.Contexts;
import dcm.client.server.Server;
import dcm.client.signin.SignIns;

/**
 * What the commands of this program need in addition to a session.
 *
 * @param server the selected server
 */
public record Client(Contexts contexts, SignIns signIns, Server server) {}
