package dcm.journey;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Removes the containers that the people of a class of journeys leave, so that the engine does not collect those of all classes. */
public final class TidyUp implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        Person.allLeave();
    }
}
