package dcm.cli.command;

import dcm.cli.server.About;
import dcm.cli.server.About.SshGateway;
import dcm.cli.ssh.SshTarget;
import dcm.shell.document.ContainerDocument;

/** Decides how to reach containers. */
final class Targets {
    private Targets() {}

    /** @param jump whether to jump through the SSH gateway in any case */
    static SshTarget of(Client client, ContainerDocument container, boolean jump) {
        var direct = new SshTarget(container, "", null);
        if (!jump && direct.isReachable()) {
            return direct;
        }
        SshGateway gateway = About.of(client.server().api()).requireSshGateway();
        return new SshTarget(container, client.server().account(), gateway);
    }
}
