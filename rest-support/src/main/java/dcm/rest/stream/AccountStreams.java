package dcm.rest.stream;

import dcm.rest.access.AccountCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The streams of a service that knows all accounts. */
@ApplicationScoped
class AccountStreams {
    /** Ends the streams of an account when it changes. */
    @Produces
    @Singleton
    StreamSlots slots(
            AccountCache accounts,
            @ConfigProperty(name = "dcm.streams.per-account") int perAccount,
            @ConfigProperty(name = "dcm.streams.most") int most) {
        StreamSlots slots = new StreamSlots(accounts::find, perAccount, most);
        accounts.listen(slots::changed);
        return slots;
    }
}
