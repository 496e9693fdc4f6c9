/** Containers of users: creation, operations, ports, diagnostics and disk quotas. */
package dcm.journey.container;
