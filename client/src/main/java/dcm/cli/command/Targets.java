package dcm.cli.command;

import dcm.cli.server.About;
import dcm.cli.server.HostKeys;
import dcm.cli.ssh.SshJump;
import dcm.cli.ssh.SshTarget;
import dcm.shell.api.ApiClient;
import dcm.shell.document.ContainerDocument;

/** Decides how to reach containers. */
final class Targets {
    private Targets() {}

    /** @param jump whether to jump through the SSH gateway in any case */
    static SshTarget of(Client client, ContainerDocument container, boolean jump) {
        var direct = new SshTarget(container, null);
        return !jump && direct.isReachable() ? direct : new SshTarget(container, jump(client));
    }

    /** A jump through the SSH gateway of the server. */
    static SshJump jump(Client client) {
        ApiClient api = client.server().api();
        return new SshJump(
                client.server().account(),
                About.of(api).requireSshGateway(),
                HostKeys.of(api).ofType(SshJump.KEY_TYPE));
    }
}
