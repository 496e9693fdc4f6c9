package dcm.journey;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Removes the containers that the people of a class of journeys leave: with each one that runs, an engine is slower at everything.
 */
public final class TidyUp implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        Person.allLeave();
    }
}
