package dcm.user.join;

import dcm.contract.identity.Actor;
import dcm.contract.identity.AddressRange;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.intent.HostIntent.JoinHost;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.CertificateAuthority;
import dcm.join.CertificateRequest;
import dcm.join.Invitation;
import dcm.join.Invitations;
import dcm.join.JoinRequest;
import dcm.join.JoinResponse;
import dcm.join.JoinedHosts;
import dcm.rest.access.ClientAddress;
import dcm.rest.host.HostCache;
import dcm.rest.problem.ProblemException;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives an invited machine the credentials of a worker. The secret of the invitation replaces an access token. An
 * invitation is used only if everything else in the request is acceptable, so a machine can correct its request.
 */
@Path("/v1/hosts/joins")
@PermitAll
@RunOnVirtualThread
public class JoinResource {
    private static final Logger LOG = Logger.getLogger(JoinResource.class);

    private final JoinConfig config;
    private final HostCache hosts;
    private final ClientAddress client;
    private final SshPortAllocator allocator;
    private final AdminIntentSubmitter submitter;
    private final boolean sharedStorage;

    JoinResource(
            JoinConfig config,
            HostCache hosts,
            ClientAddress client,
            SshPortAllocator allocator,
            AdminIntentSubmitter submitter,
            @ConfigProperty(name = "dcm.storage.shared") boolean sharedStorage) {
        this.config = config;
        this.hosts = hosts;
        this.client = client;
        this.allocator = allocator;
        this.submitter = submitter;
        this.sharedStorage = sharedStorage;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true) // the protocol of dcm host join, not a part of the API
    public JoinResponse join(@Nullable JoinRequest request) throws IOException {
        String secret = request == null ? null : request.secret();
        if (request == null || request.host() == null || secret == null) {
            throw new InvalidValueException("host, secret: Both are required.");
        }
        HostName host = new HostName(request.host());
        Instant now = Instant.now();
        Invitations invitations = new Invitations(JoinRules.requireConfigured(config.invitations()));
        Invitation invitation = invitations
                .find(host)
                .filter(found -> found.accepts(secret, now)
                        && found.credentials().joinId() != null) // null: created by an earlier version
                .orElseThrow(() -> notInvited(host));
        List<HostSnapshot> known = hosts.all();
        HostDeclaration declaration = validate(host, request, invitation, known, now);
        JoinResponse response = issue(host, request, invitation, declaration, known, now);
        if (!invitations.use(host)) {
            throw notInvited(host);
        }
        try {
            record(host, declaration);
        } catch (IOException | RuntimeException e) {
            invitations.store(invitation); // so that the machine can try again
            throw e;
        }
        return response;
    }

    /** Checks everything that the machine declares, and reserves its SSH ports. */
    private HostDeclaration validate(
            HostName host, JoinRequest request, Invitation invitation, List<HostSnapshot> known, Instant now)
            throws UnknownHostException {
        String address = JoinRules.reachable("address", request.address());
        JoinRules.requireOwn(address, client.text());
        if (config.clusterAddressIsShared()) {
            JoinRules.requireUntranslated(address, MachineNetworks.networks());
        }
        List<String> aliases = aliases(request.aliases());
        if (request.engineId() == null) {
            throw new InvalidValueException("engineId: The id of the Docker Engine is required.");
        }
        JoinRules.requireFreeName(host, request.engineId(), known);
        JoinRules.requireSwarm(invitation.credentials().swarm(), request.swarm());
        JoinRules.requireNotInstallation(othersThan(address, aliases), installationAddresses());
        JoinRules.requireOutside(networksOfContainers(), aliases, address, known);
        if (sharedStorage) {
            JoinRules.requireSharedHomes(host, request.storage(), known);
        }
        PortRange sshPorts = allocator.reserve(
                host, request.sshPorts() == null ? null : PortRange.parse(request.sshPorts()), known, now);
        JoinId join = Objects.requireNonNull(invitation.credentials().joinId());
        return new HostDeclaration(join, request.engineId(), address, aliases, sshPorts);
    }

    /** The credentials and the certificate of the machine. */
    private JoinResponse issue(
            HostName host,
            JoinRequest request,
            Invitation invitation,
            HostDeclaration declaration,
            List<HostSnapshot> known,
            Instant now)
            throws IOException {
        PublicKey key = key(request.certificateRequest());
        CertificateAuthority authority = CertificateAuthority.load(
                JoinRules.requireConfigured(config.authorityKey()),
                JoinRules.requireConfigured(config.authorityCertificate()));
        return new JoinResponse(
                invitation.credentials(),
                authority.serverCertificate(host.value(), key, List.of(declaration.address()), now),
                authority.certificatePem(),
                declaration.sshPorts().toString(),
                JoinRules.isNew(host, declaration.engineId(), known));
    }

    private void record(HostName host, HostDeclaration declaration) throws IOException {
        submitter.submitAs(Actor.host(host), AggregateId.of(host), new JoinHost(declaration));
        new JoinedHosts(JoinRules.requireConfigured(config.invitations()))
                .store(host, declaration.address(), declaration.join());
        LOG.infof(
                "host joined: host=%s address=%s sshPorts=%s id=%s",
                host, declaration.address(), declaration.sshPorts(), declaration.join());
    }

    private static List<String> aliases(@Nullable List<String> requested) {
        if (requested == null || requested.isEmpty()) {
            throw new InvalidValueException("aliases: At least one address for published ports is required.");
        }
        return requested.stream()
                .map(alias -> JoinRules.reachable("aliases", alias))
                .toList();
    }

    /** The aliases to which the rule about the installation's address applies: not the machine's proven address, if both can be the same. */
    private List<String> othersThan(String address, List<String> aliases) {
        return config.clusterAddressIsShared()
                ? aliases.stream()
                        .filter(alias -> !HostDeclaration.isSame(alias, address))
                        .toList()
                : aliases;
    }

    /** The addresses of the machine that runs the services. */
    private List<String> installationAddresses() throws UnknownHostException {
        return config.clusterAddress().isEmpty()
                ? List.of()
                : Stream.of(InetAddress.getAllByName(config.clusterAddress().get()))
                        .map(InetAddress::getHostAddress)
                        .toList();
    }

    private List<AddressRange> networksOfContainers() {
        return Stream.of(
                        (config.clusterAddressIsShared() ? MachineNetworks.networks() : MachineNetworks.addresses())
                                .stream(),
                        Stream.of(AddressRange.parse(config.hostNetworks())),
                        config.swarmNetworks().stream().map(AddressRange::parse))
                .flatMap(ranges -> ranges)
                .toList();
    }

    static PublicKey key(@Nullable String certificateRequest) {
        try {
            return CertificateRequest.verifiedKey(certificateRequest == null ? "" : certificateRequest);
        } catch (IOException e) {
            throw new InvalidValueException("certificateRequest: " + e.getMessage() + ".");
        }
    }

    private static ProblemException notInvited(HostName host) {
        return new ProblemException(
                ErrorCode.NOT_INVITED,
                "The join token of " + host + " is unknown, expired, or was used. Create another one: dcm host invite "
                        + host);
    }
}
