package dcm.user.join;

import dcm.contract.identity.AddressRange;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.HomeStorage;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.EngineSwarm;
import dcm.join.JoinedHosts.Joined;
import dcm.join.SwarmAccess;
import dcm.rest.problem.ProblemException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a machine can be a host beside the present ones. Admission checks the names and ports again when the worker
 * reports for the first time. Pure.
 */
final class JoinRules {
    private JoinRules() {}

    /**
     * A setting that exists if this installation accepts other hosts.
     *
     * @throws ProblemException if it does not exist
     */
    static <T> T requireConfigured(Optional<T> setting) {
        return setting.orElseThrow(() -> new ProblemException(
                ErrorCode.NOT_INVITED,
                "This installation does not accept other hosts. Start it with the address at which hosts reach it:"
                        + " DCM_CLUSTER_ADDRESS=ADDRESS dcm up"));
    }

    /**
     * Checks that the name is free, or belongs to this machine's engine.
     *
     * @throws ProblemException if it belongs to another machine
     */
    static void requireFreeName(HostName name, String engineId, List<HostSnapshot> hosts) {
        hosts.stream()
                .filter(host ->
                        host.name().equals(name) && !host.report().engineId().equals(engineId))
                .findFirst()
                .ifPresent(host -> {
                    throw conflict("The host " + name + " exists, with the Docker Engine "
                            + host.report().engineId() + "; this machine has the engine " + engineId
                            + ". Invite the machine under another name, or remove the host first: dcm host rm "
                            + name);
                });
    }

    /** Whether neither the name nor the engine belongs to a host. */
    static boolean isNew(HostName name, String engineId, List<HostSnapshot> hosts) {
        return hosts.stream()
                .noneMatch(host ->
                        host.name().equals(name) || host.report().engineId().equals(engineId));
    }

    /**
     * Checks that the machine has the directory of homes that the hosts share.
     *
     * @param storage the machine's directory; null if it is not one of homes
     * @throws ProblemException if it is another one, or its engine maps the root of containers to another uid
     */
    static void requireSharedHomes(HostName name, @Nullable HomeStorage storage, List<HostSnapshot> hosts) {
        if (storage == null) {
            throw conflict(
                    "The homes of this installation are shared, and the directory of homes of this machine has no"
                            + " file " + HomeStorage.FILE
                            + ". Mount the shared directory, and name it: --storage DIRECTORY");
        }
        hosts.stream()
                .filter(host -> !host.name().equals(name) && host.report().storage() != null)
                .max(Comparator.comparing(HostSnapshot::lastSeen))
                .flatMap(host -> Optional.ofNullable(host.report().storage())
                        .flatMap(shared -> storage.difference(shared, host.name())))
                .ifPresent(difference -> {
                    throw conflict(difference);
                });
    }

    /**
     * Checks that the machine's engine can join the swarm of the hosts.
     *
     * @param swarm the swarm; null if there is none
     * @param engine null if the machine does not say
     */
    static void requireSwarm(@Nullable SwarmAccess swarm, @Nullable EngineSwarm engine) {
        if (swarm == null) {
            return;
        }
        if (engine == null) {
            throw conflict("The hosts of this installation are in one Docker swarm, which this machine's version of DCM"
                    + " cannot join. Update DCM there.");
        }
        String objection = engine.objectionTo(swarm);
        if (objection != null) {
            throw conflict(objection);
        }
    }

    /**
     * Checks that users and the other hosts can connect to an address.
     *
     * @param field the name of the field with the address
     */
    static String reachable(String field, @Nullable String address) {
        if (address == null) {
            throw new InvalidValueException(field + ": An IP address is required.");
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            if (parsed.isLoopbackAddress()
                    || parsed.isAnyLocalAddress()
                    || parsed.isLinkLocalAddress()
                    || parsed.isMulticastAddress()) {
                throw new InvalidValueException(field + ": " + address
                        + " is an address that only the machine itself can reach. Use one that users and the other hosts"
                        + " can reach.");
            }
            return parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            throw e instanceof InvalidValueException invalid
                    ? invalid
                    : new InvalidValueException(field + ": " + Printable.quoted(address) + " is not an IP address.");
        }
    }

    /**
     * Checks that containers' ports are not published on an address of the machine that runs the services.
     *
     * @param aliases from {@link #reachable}
     * @param installation the addresses of that machine
     */
    static void requireNotInstallation(List<String> aliases, List<String> installation) {
        aliases.stream()
                .filter(alias -> installation.stream().anyMatch(address -> HostDeclaration.isSame(address, alias)))
                .findFirst()
                .ifPresent(alias -> {
                    throw conflict("The address " + alias
                            + " belongs to the machine that runs the services of DCM. Choose an address of this machine:"
                            + " --alias ADDRESS");
                });
    }

    /**
     * Checks that containers' ports are not published where the machine of the services has containers or services of its own:
     * the SSH gateway there would connect to them.
     *
     * @param aliases from {@link #reachable}
     * @param address of the machine that joins, which is permitted
     * @param hosts whose addresses admission rejects
     */
    static void requireOutside(
            List<AddressRange> ranges, List<String> aliases, String address, List<HostSnapshot> hosts) {
        aliases.stream()
                .filter(alias -> !HostDeclaration.isSame(alias, address))
                .filter(alias -> hosts.stream()
                        .flatMap(host -> host.report().aliases().stream())
                        .noneMatch(known -> HostDeclaration.isSame(alias, known)))
                .filter(alias -> ranges.stream().anyMatch(range -> range.contains(InetAddress.ofLiteral(alias))))
                .findFirst()
                .ifPresent(alias -> {
                    throw conflict("The address " + alias
                            + " belongs to the machine that runs the services of DCM, or to a network of containers."
                            + " Choose an address of this machine: --alias ADDRESS");
                });
    }

    /**
     * Checks that the machine has the address for which it gets a certificate. Otherwise, it could get one for the address
     * of another server.
     *
     * @param address from {@link #reachable}
     * @param client the address from which the request comes
     */
    static void requireOwn(String address, String client) {
        if (!InetAddress.ofLiteral(address).equals(InetAddress.ofLiteral(client))) {
            throw new InvalidValueException("address: The request comes from " + client + ", not from " + address
                    + ". A machine gets a certificate only for the address from which it connects.");
        }
    }

    /**
     * Checks that the engine of the services' containers has not replaced the machine's address. Several machines would have the replaced
     * address, and one of them is the machine with the containers.
     *
     * @param address from {@link #requireOwn}
     * @param networks of the containers
     */
    static void requireUntranslated(String address, List<AddressRange> networks) {
        if (networks.stream().anyMatch(network -> network.contains(InetAddress.ofLiteral(address)))) {
            throw new InvalidValueException("address: The request comes from " + address
                    + ", which belongs to the network of DCM's containers: their Docker Engine has replaced the address of"
                    + " the machine. It does so for connections by IPv6, and with \"userland-proxy\": false for those of its own"
                    + " machine. Connect by IPv4, or remove that setting of the engine.");
        }
    }

    /**
     * How a host joined that requests a new certificate.
     *
     * @param known its snapshot; empty if there is no such host, for example because it was removed
     * @param joined how it joined; empty if it has not
     */
    static Joined requireHost(HostName name, Optional<HostSnapshot> known, Optional<Joined> joined) {
        return joined.filter(host -> known.isPresent())
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_INVITED,
                        "There is no host " + name + ". Let it join again: dcm host invite " + name));
    }

    /** Checks that a host that requests a new certificate has joined with this address. */
    static void requireJoinedAt(HostName name, String address, Joined joined) {
        if (!joined.address().equals(address)) {
            throw conflict("The host " + name + " joined with the address " + Printable.quoted(joined.address())
                    + ", not with " + Printable.quoted(address)
                    + ". To change its address, let it join again: dcm host invite " + name);
        }
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(ErrorCode.HOST_CONFLICT, detail);
    }
}
