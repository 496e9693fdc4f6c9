package dcm.gateway.login;

import java.io.IOException;
import java.security.SignatureException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/** Public key authentication that also counts attempts with a right key and an invalid signature. */
public final class PublicKeyAuthFactory extends UserAuthPublicKeyFactory {
    private final KeyLogin logins;

    public PublicKeyAuthFactory(KeyLogin logins) {
        this.logins = logins;
    }

    @Override
    public UserAuthPublicKey createUserAuth(ServerSession session) throws IOException {
        return new UserAuthPublicKey(getSignatureFactories()) {
            @Override
            public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
                try {
                    return super.doAuth(buffer, init);
                } catch (SignatureException unproved) {
                    logins.unproved(getUsername(), session);
                    throw unproved;
                }
            }
        };
    }
}
