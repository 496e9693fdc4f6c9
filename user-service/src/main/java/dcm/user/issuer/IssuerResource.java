package dcm.user.issuer;

import dcm.rest.access.AccountRoles;
import dcm.rest.issuer.IssuerSettings;
import dcm.rest.readiness.IssuerReachability;
import dcm.user.identity.SignIns;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows administrators the issuer of access tokens. */
@Path("/v1/issuer")
@Tag(name = "issuer")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class IssuerResource {
    private final IssuerSettings settings;
    private final IssuerReachability issuer;
    private final SignIns signIns;

    IssuerResource(IssuerSettings settings, IssuerReachability issuer, SignIns signIns) {
        this.settings = settings;
        this.issuer = issuer;
        this.signIns = signIns;
    }

    @GET
    @Operation(operationId = "getIssuer", summary = "Show the issuer of access tokens, and the claims that it must set")
    public IssuerView show() {
        return new IssuerView(
                settings.issuer().orElse(""),
                settings.audience(),
                settings.nameClaim(),
                settings.tokenTypes(),
                signIns.areOurs(),
                issuer.state());
    }
}
