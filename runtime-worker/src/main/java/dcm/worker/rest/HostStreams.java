package dcm.worker.rest;

import dcm.rest.stream.StreamSlots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The streams of this host. projection-service ends those of accounts that are suspended, by closing its connections. */
@ApplicationScoped
class HostStreams {
    @Produces
    @Singleton
    StreamSlots slots(
            @ConfigProperty(name = "dcm.streams.per-account") int perAccount,
            @ConfigProperty(name = "dcm.streams.most") int most) {
        return new StreamSlots(account -> Optional.empty(), perAccount, most);
    }
}
