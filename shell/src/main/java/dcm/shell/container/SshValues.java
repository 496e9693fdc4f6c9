package dcm.shell.container;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IpLiteral;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.document.ContainerDocument;
import dcm.shell.screen.PlainText;
import java.util.regex.Pattern;

/**
 * Checks values of a server before OpenSSH gets them in options or in its configuration. Spaces, quotes, percent signs
 * and line breaks have a meaning there: a value with them could run a program on the user's machine.
 */
public final class SshValues {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]*");

    private SshValues() {}

    /**
     * Checks the id, name, handle, address and port of a container that has an SSH server.
     *
     * @throws CommandFailure if one of them is not valid
     */
    public static void check(ContainerDocument container) {
        check("container " + container.name(), () -> {
            new ContainerId(container.id());
            new ContainerName(container.name());
            new Handle(container.label());
            IpLiteral.parse(container.ssh().address());
            new PortNumber(container.ssh().port());
        });
    }

    /**
     * Checks the account with which to jump through the SSH gateway at an address.
     *
     * @throws CommandFailure if the account or the address is not valid
     */
    public static void checkJump(String account, String host, int port) {
        check("SSH gateway", () -> {
            new OwnerName(account);
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("not a host: " + host);
            }
            new PortNumber(port);
        });
    }

    private static void check(String subject, Runnable values) {
        try {
            values.run();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    PlainText.line("The answer of the server about the %s is not valid, so OpenSSH does not get it: %s"
                            .formatted(subject, e.getMessage())));
        }
    }
}
