package dcm.worker.operation;

import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.util.List;

/** Receives the progress of an order while it is executed. */
public interface OrderProgressListener {
    /**
     * A long order has reached a step.
     *
     * @param step description for the user
     */
    void step(String step);

    /**
     * The engine has started a new container; its SSH server does not answer yet. If it never does, the create fails.
     *
     * @param ports other published ports
     */
    void launched(SshEndpoint ssh, List<PublishedPort> ports);
}
