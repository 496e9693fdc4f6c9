package dcm.worker.swarm;

import dcm.contract.identity.AddressRange;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.worker.engine.OverlayNetworks;
import dcm.worker.host.WorkerConfig;
import dcm.worker.lifecycle.WorkerRun;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** This host's part in the networks that reach across hosts. */
public final class HostNetworks {
    private final WorkerConfig.Swarm config;
    private final SwarmHosts hosts;
    private final OverlayReconciler overlays;
    private final SwarmMembership membership;

    /** @param networks of this host's engine */
    public HostNetworks(OverlayNetworks networks, WorkerConfig.Swarm config) {
        this.config = config;
        this.hosts = new SwarmHosts(config.manager().map(HostNetworks::address));
        this.overlays = new OverlayReconciler(networks, config.mode());
        this.membership = new SwarmMembership(networks, config);
    }

    private static String address(String endpoint) {
        return endpoint.substring(0, endpoint.lastIndexOf(':'));
    }

    public void applyAccounts(List<AccountSnapshot> changed) {
        overlays.apply(changed);
    }

    public void applyHosts(ConsumerRecords<String, byte[]> records) {
        hosts.apply(records);
    }

    /** Calls {@code listener} when {@link #otherHosts} has changed. Without a swarm, nothing depends on them. */
    public void onHostsChanged(Runnable listener) {
        if (config.mode().isOn()) {
            hosts.onChange(listener);
        }
    }

    /** The addresses of the other hosts. */
    public Set<String> otherHosts() {
        return hosts.addresses();
    }

    /** Joins the swarm and keeps its networks, once this host is admitted and all accounts are known. */
    public void start(WorkerRun run) {
        run.keep(overlays.start());
        if (config.mode().isOn()) {
            run.keep(membership.start());
        }
    }

    /** What the checks of this host need to know. */
    public SwarmFacts facts() {
        return config.mode().isOn()
                ? new SwarmFacts(
                        config.mode(),
                        config.networks(),
                        HostAddresses.overlapping(AddressRange.parse(config.networks())),
                        membership.problem(),
                        overlays.problem())
                : SwarmFacts.NONE;
    }
}
