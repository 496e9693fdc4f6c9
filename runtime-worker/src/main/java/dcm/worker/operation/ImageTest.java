package dcm.worker.operation;

import dcm.contract.identity.ImageDigest;
import java.util.Optional;

/** Tests whether users can work in containers of an image that DCM has not created. */
@FunctionalInterface
public interface ImageTest {
    /** Why the image must not be used, in one or two sentences; empty if it passes. */
    Optional<String> objection(ImageDigest image) throws InterruptedException;
}
