package dcm.contract.wanted;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/**
 * The homes of {@code owner} on {@code host} are to be those of {@code heir}, who has none there; nothing is to be left of her keys and
 * network. It takes the place of {@link OwnerUnwanted}, and is no field of that: who did not know the field would delete the homes.
 */
public record HomesGiven(OwnerName owner, HostName host, OwnerName heir) implements Wanted {
    @Override
    public String key() {
        return OwnerUnwanted.key(owner, host);
    }
}
