package dcm.stack.engine;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.StartupStep;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bridge {@code dcm0} of this machine, which has the addresses on which containers' ports are published by default.
 * Containers reach these addresses, unlike loopback, which inside a container is the container itself; other machines do
 * not, because no network device joins the bridge. All installations of a machine share it, so it is never removed.
 */
public final class AliasInterface {
    private static final String BLOCK = "198.18.";
    private static final String NAME = "dcm0";

    private final Installation installation;

    public AliasInterface(Installation installation) {
        this.installation = installation;
    }

    /** Adds the addresses when the stack starts. */
    public StartupStep step() {
        return new StartupStep("addresses", Set.of(), this::ensure);
    }

    /** Adds the missing addresses. The administrator's own addresses are not changed. */
    private void ensure() {
        List<String> missing = own().filter(address -> !isAssigned(address)).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (!exists()) {
            SystemCommand.run(
                    "sh",
                    "-c",
                    "ip link add %1$s type bridge || ip link show %1$s".formatted(NAME)); // perhaps concurrently
            SystemCommand.run("ip", "link", "set", NAME, "up");
        }
        missing.forEach(address -> SystemCommand.run("ip", "address", "replace", address + "/32", "dev", NAME));
    }

    private Stream<String> own() {
        return Stream.of(installation.aliases().split(",")).map(String::strip).filter(AliasInterface::adds);
    }

    /** Whether the stack adds this address to the machine. */
    public static boolean adds(String alias) {
        return alias.startsWith(BLOCK);
    }

    private static boolean exists() {
        try {
            return NetworkInterface.getByName(NAME) != null;
        } catch (SocketException e) {
            throw new StackFailure("Cannot list the network interfaces: %s".formatted(e.getMessage()), e);
        }
    }

    /** Whether the machine has this address. */
    public static boolean isAssigned(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            throw new StackFailure("Cannot look up the address %s: %s".formatted(address, e.getMessage()), e);
        }
    }
}
