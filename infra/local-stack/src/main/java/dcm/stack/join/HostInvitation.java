package dcm.stack.join;

import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.join.CertificateAuthority;
import dcm.join.HostCredentials;
import dcm.join.Invitation;
import dcm.join.Invitations;
import dcm.join.JoinToken;
import dcm.join.JoinedHosts;
import dcm.join.RegistryUsers;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogPrincipal.WorkerName;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.service.GatewayKey;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Invites a machine to join as a host, and withdraws a removed host's access. */
public final class HostInvitation {
    private final Installation installation;

    public HostInvitation(Installation installation) {
        this.installation = installation;
    }

    /** A token and the time at which it expires. */
    public record Created(JoinToken token, Instant expires) {}

    /**
     * Creates the worker's user at the broker and an invitation, which replaces an earlier one of this host.
     *
     * @param validity how long the token can be used
     * @throws StackFailure if this installation has no cluster address, or the broker does not answer
     */
    public Created create(HostName host, Duration validity) {
        URI server = installation
                .clusterUrl()
                .map(URI::create)
                .orElseThrow(() -> new StackFailure(
                        "Other machines cannot reach this installation, because it has no cluster address. Set it to an"
                                + " address of this machine and restart: ./dcm down; DCM_CLUSTER_ADDRESS=ADDRESS ./dcm up."
                                + " So that users on other machines can connect, also set DCM_ALIASES=ADDRESS and"
                                + " DCM_GATEWAY_ADDRESS=0.0.0.0, see docs/hosts.md."));
        if (!Files.exists(installation.certificates().authority())) {
            throw new StackFailure("DCM was started without a cluster address. Restart it: ./dcm down; ./dcm up");
        }
        if (installation.worker().equals(LogPrincipal.worker(host))) {
            throw new StackFailure("%s is this machine. Choose another name for the other one.".formatted(host));
        }
        if (installation.foreignBroker().isPresent()) {
            throw new StackFailure(Configuration.FOREIGN_BROKER_WITHOUT_HOSTS);
        }
        JoinId join = JoinId.fresh();
        LogPrincipal worker = LogPrincipal.worker(host, Optional.of(join));
        String password = installation.secrets().kafka(worker.name());
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            BrokerUserProvisioner.ensure(admin, Map.of(worker, password));
            withdrawInvitation(host, admin);
            String secret = Secrets.random();
            Instant expires = Instant.now().plus(validity);
            new Invitations(installation.invitations())
                    .store(new Invitation(
                            host, Invitation.hash(secret), expires, credentials(host, join, worker, password)));
            return new Created(new JoinToken(host, server, authority().fingerprint(), secret), expires);
        } catch (IOException e) {
            throw new StackFailure("Cannot store the invitation of %s: %s".formatted(host, e), e);
        } catch (ExecutionException e) {
            throw new StackFailure("Cannot create the worker's user at the broker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating the worker's user at the broker.", e);
        }
    }

    /** Deletes the user of an earlier invitation that was not used. */
    private void withdrawInvitation(HostName host, Admin admin)
            throws IOException, ExecutionException, InterruptedException {
        Optional<JoinId> unused = new Invitations(installation.invitations())
                .find(host)
                .map(invitation -> invitation.credentials().joinId());
        if (unused.isPresent()) {
            delete(LogPrincipal.worker(host, unused), admin);
        }
    }

    private void delete(LogPrincipal worker, Admin admin) throws IOException, ExecutionException, InterruptedException {
        BrokerUserProvisioner.remove(admin, worker);
        installation.secrets().deleteKafka(worker.name());
        installation.secrets().delete(Secrets.REGISTRY_USER + worker.name());
        if (Files.exists(installation.imageRegistryUsers())) {
            new RegistryUsers(installation.imageRegistryUsers()).retain(user -> !user.equals(worker.name()));
        }
    }

    /**
     * Ends the access to the broker, until {@link #resume}, of the worker of a host that joined with an earlier version of DCM. A
     * heartbeat after the removal would make it a host again. Others are refused by their invitation.
     */
    public void suspend(HostName host) {
        if (installation.foreignBroker().isPresent()) {
            return; // machines cannot join, and users of the cluster may have the same names
        }
        atBroker(admin -> BrokerUserProvisioner.remove(admin, LogPrincipal.worker(host)));
    }

    /** Gives the worker its access back, with the same password. */
    public void resume(HostName host) {
        if (installation.foreignBroker().isPresent()) {
            return; // machines cannot join, and users of the cluster may have the same names
        }
        LogPrincipal worker = LogPrincipal.worker(host);
        if (installation.secrets().hasKafka(worker.name())) {
            String password = installation.secrets().kafka(worker.name());
            atBroker(admin -> BrokerUserProvisioner.ensure(admin, Map.of(worker, password)));
        }
    }

    /** Deletes the users of a removed host's worker, and its invitation. */
    public void withdraw(HostName host) {
        if (installation.foreignBroker().isPresent()) {
            return;
        }
        suspend(host);
        installation.secrets().deleteKafka(LogPrincipal.worker(host).name());
        try {
            new Invitations(installation.invitations()).use(host);
            new JoinedHosts(installation.invitations()).remove(host);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete the invitation of %s: %s".formatted(host, e), e);
        }
        atBroker(admin -> {
            for (String user : installation.secrets().names(Secrets.KAFKA)) {
                Optional<WorkerName> worker =
                        WorkerName.parse(user).filter(name -> name.host().equals(host));
                if (worker.isPresent()) {
                    delete(worker.get().principal(), admin);
                }
            }
        });
    }

    /** A change of the broker's users. */
    private interface Change {
        void apply(Admin admin) throws IOException, ExecutionException, InterruptedException;
    }

    private void atBroker(Change change) {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            change.apply(admin);
        } catch (IOException | ExecutionException e) {
            throw new StackFailure("Cannot change the worker's users: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while changing the worker's user at the broker.", e);
        }
    }

    private CertificateAuthority authority() throws IOException {
        CertificateFiles files = installation.certificates();
        return CertificateAuthority.load(files.authorityKey(), files.authority());
    }

    private HostCredentials credentials(HostName host, JoinId join, LogPrincipal worker, String password)
            throws IOException {
        return new HostCredentials(
                installation.id(),
                installation.clusterKafka().orElseThrow(),
                worker.name(),
                password,
                Files.readString(new GatewayKey(installation).publicKey()),
                Files.readString(new WorkerTokenKey(installation).publicKey()),
                join,
                installation
                        .secrets()
                        .reportKey(ReportSource.worker(host, Optional.of(join)))
                        .text(),
                installation.runsImageRegistry() ? installation.imageRegistryAddress() : null,
                installation.runsImageRegistry() ? registryUser(worker) : null,
                new HostSwarm(installation).access());
    }

    /** Creates the worker's user at the image registry, and returns {@code USER:PASSWORD}. */
    private String registryUser(LogPrincipal worker) throws IOException {
        String password = installation.secrets().secret(Secrets.REGISTRY_USER + worker.name());
        new RegistryUsers(installation.imageRegistryUsers()).put(worker.name(), password);
        return worker.name() + ":" + password;
    }
}
