package dcm.worker.operation;

import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.util.List;

/** Hears how far an order has come while it is carried out. */
public interface Listener {
    /**
     * A long order has come so far.
     *
     * @param step for a person to read
     */
    void step(String step);

    /**
     * The engine has started a new container, whose SSH server does not answer yet. If it never does, the create fails.
     *
     * @param ports its other published ports
     */
    void launched(SshEndpoint ssh, List<PublishedPort> ports);
}
