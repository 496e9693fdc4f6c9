package dcm.rest.access;

import dcm.contract.identity.InvalidValueException;
import dcm.rest.listing.ListRequest;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters with which a list of accounts is filtered and split into pages. */
public class AccountListParameters {
    @Parameter(description = "Maximum number of accounts, up to 500. Default: all of them")
    @QueryParam("limit")
    @Nullable
    Integer limit;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @Parameter(description = "Words in the name, full name, e-mail address, group or role", example = "ali")
    @QueryParam("q")
    @Nullable
    String text;

    @Parameter(description = "user or administrator", example = "user")
    @QueryParam("role")
    @Nullable
    String role;

    @Parameter(description = "active, suspended or removing", example = "suspended")
    @QueryParam("state")
    @Nullable
    String state;

    @Parameter(description = "Name of a group", example = "students")
    @QueryParam("group")
    @Nullable
    String group;

    @Parameter(description = "Names of accounts, separated by commas", example = "alice,bob")
    @QueryParam("names")
    @Nullable
    String names;

    /**
     * The accounts that are listed.
     *
     * @throws InvalidValueException if a parameter is not valid
     */
    public AccountFilter filter() {
        return AccountFilter.of(text, role, state, group, names);
    }

    /**
     * The page that is requested.
     *
     * @param sort the requested order, which differs between lists
     * @throws InvalidValueException if a parameter is not valid
     */
    public ListRequest page(@Nullable String sort) {
        return new ListRequest(sort, cursor, limit);
    }
}
