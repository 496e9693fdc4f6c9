package dcm.cli.ssh;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.container.SshValues;
import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the OpenSSH client reaches a container.
 *
 * @param jump through the SSH gateway; null: directly
 */
public record SshTarget(
        ContainerDocument container, @Nullable SshJump jump) {
    private static final int PROBE_MS = 1500;
    /** What can be written in the options below without quotes. */
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/=]+");

    public SshTarget {
        if (!container.hasSsh()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s is %s and has no SSH server. See: dcm show %s"
                            .formatted(container.name(), container.state(), container.name()));
        }
        SshValues.check(container);
    }

    /** Whether the container's SSH server can be connected to from this machine. */
    public boolean isReachable() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            container.ssh().address(), container.ssh().port()),
                    PROBE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The host name for ssh: with a jump, the gateway resolves the container's name. */
    public String host() {
        return jump == null ? container.ssh().address() : container.name();
    }

    /**
     * The options of ssh and scp, except the port.
     *
     * @param users the user's own, which come first: ssh takes the first value of each option
     */
    public List<String> options(List<String> users) {
        List<String> options = new ArrayList<>();
        users.forEach(option -> options.addAll(List.of("-o", option)));
        option(options, "HostKeyAlias", alias());
        option(options, "HostKeyAlgorithms", SshJump.KEY_TYPE); // of the key that DCM records
        option(options, "StrictHostKeyChecking", "yes");
        option(options, "VerifyHostKeyDNS", "no");
        option(options, "UserKnownHostsFile", "/dev/null");
        option(options, "GlobalKnownHostsFile", "/dev/null");
        option(options, "KnownHostsCommand", knownHostsCommand());
        if (jump != null) {
            options.addAll(List.of("-o", jump.option(users)));
            option(options, "ControlPath", "none"); // its names do not contain the gateway
        }
        return options;
    }

    /** The name of the container's host key for ssh. The id was checked: ssh puts the name into commands without quotes. */
    private String alias() {
        return "dcm-" + container.id();
    }

    /** The port of the container's SSH server; with a jump, the gateway knows it. */
    public int port() {
        return jump == null ? container.ssh().port() : 22;
    }

    /**
     * Accepts the host key that DCM recorded when the container was created, and no other. ssh asks this command for the
     * keys of the host, and passes the one that the server presented.
     */
    private String knownHostsCommand() {
        String recorded = container.ssh().hostKey();
        if (!FINGERPRINT.matcher(recorded).matches()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "DCM does not know the host key of %s yet. Try again in a moment.".formatted(container.name()));
        }
        return "/bin/sh -c 'if [ \"%%f\" = %s ]; then echo \"%s %%t %%K\"; fi'".formatted(recorded, alias());
    }

    private static void option(List<String> options, String name, String value) {
        options.add("-o");
        options.add(name + "=" + value);
    }
}
