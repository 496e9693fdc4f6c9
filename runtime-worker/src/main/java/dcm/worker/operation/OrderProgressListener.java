package dcm.worker.operation;

import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.io.IOException;
import java.util.List;

/** Follows the execution of an order. */
public interface OrderProgressListener {
    /**
     * A long order has reached a step.
     *
     * @param step description for the user
     */
    void step(String step);

    /** Runs a pull. Other containers may start meanwhile. */
    void pull(ImagePull pull) throws IOException, InterruptedException;

    /** The pull of an image. */
    @FunctionalInterface
    interface ImagePull {
        void run() throws IOException;
    }

    /**
     * The engine has started a new container; its SSH server does not answer yet. If it never does, the create fails.
     *
     * @param ports other published ports
     */
    void launched(SshEndpoint ssh, List<PublishedPort> ports);
}
