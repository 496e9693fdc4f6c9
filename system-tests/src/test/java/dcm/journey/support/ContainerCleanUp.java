package dcm.journey.support;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Removes the containers and images of a test class after it ends, so that they do not accumulate in the engine. */
public final class ContainerCleanUp implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        TestUser.removeAllResources();
    }
}
