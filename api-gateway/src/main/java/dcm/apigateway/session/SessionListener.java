package dcm.apigateway.session;

/** Is notified when a session ends. Called on any thread. */
@FunctionalInterface
public interface SessionListener {
    void ended(SessionEnd end);
}
