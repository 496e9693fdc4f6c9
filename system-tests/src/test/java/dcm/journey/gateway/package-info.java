/** The SSH gateway and the API gateway: the shell, sessions and terminals of the web console. */
package dcm.journey.gateway;
