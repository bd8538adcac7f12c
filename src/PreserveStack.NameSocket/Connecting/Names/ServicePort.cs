// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>The port that a service stands for.</summary>
internal static class ServicePort
{
    /// <summary>The port of a service that is given by number, or by its name in a file like /etc/services.</summary>
    /// <exception cref="NameConnectException">It is neither.</exception>
    public static int Of(string service, string servicesPath)
    {
        if (ServiceTable.TryParsePort(service, out int port))
        {
            return port;
        }

        string why = ServiceTable.TryParse(servicesPath, out ServiceTable? table, out string? error)
            ? table.TryFind(service, out port) ? "" : $"it does not stand in {servicesPath} for TCP"
            : error;
        return why.Length == 0 ? port : throw new NameConnectException(
            NameConnectFailure.ServiceUnknown,
            $"the service '{service}' is not known ({why}): give a port number, 1 to 65535, or add it there");
    }
}
