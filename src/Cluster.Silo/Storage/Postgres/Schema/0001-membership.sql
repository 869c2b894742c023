-- What Orleans' ADO.NET provider for membership expects: it looks its statements up in OrleansQuery, by names of its own.

CREATE TABLE OrleansQuery (
    QueryKey varchar(64) PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE OrleansMembershipVersionTable (
    DeploymentId varchar(150) PRIMARY KEY,
    Timestamp timestamptz NOT NULL DEFAULT now(),
    Version integer NOT NULL DEFAULT 0
);

CREATE TABLE OrleansMembershipTable (
    DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable,
    Address varchar(45) NOT NULL,
    Port integer NOT NULL,
    Generation integer NOT NULL,
    SiloName varchar(150) NOT NULL,
    HostName varchar(150) NOT NULL,
    Status integer NOT NULL,
    ProxyPort integer,
    SuspectTimes text,
    StartTime timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

-- Each statement that changes a member raises the version in the same statement. Of two with the same version one finds none to raise,
-- changes nothing and answers 0.
INSERT INTO OrleansQuery VALUES
('InsertMembershipVersionKey', '
    WITH added AS (
        INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId)
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM added'),
('InsertMembershipKey', '
    WITH raised AS (
        UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now()
        WHERE DeploymentId = @DeploymentId AND Version = CAST(@Version AS integer)
            AND NOT EXISTS (
                SELECT FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
        RETURNING DeploymentId),
    added AS (
        INSERT INTO OrleansMembershipTable
            (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT raised.DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM raised RETURNING 1)
    SELECT count(*)::integer FROM added'),
('UpdateMembershipKey', '
    WITH raised AS (
        UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now()
        WHERE DeploymentId = @DeploymentId AND Version = CAST(@Version AS integer)
            AND EXISTS (
                SELECT FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
        RETURNING DeploymentId),
    changed AS (
        UPDATE OrleansMembershipTable member
        SET Status = @Status, SuspectTimes = CAST(@SuspectTimes AS text), IAmAliveTime = @IAmAliveTime
        FROM raised
        WHERE member.DeploymentId = raised.DeploymentId
            AND member.Address = @Address AND member.Port = @Port AND member.Generation = @Generation
        RETURNING 1)
    SELECT count(*)::integer FROM changed'),
('UpdateIAmAlivetimeKey', '
    UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),
-- The version is returned also where there is no member.
('MembershipReadRowKey', '
    SELECT version.DeploymentId, member.Address, member.Port, member.Generation, member.SiloName, member.HostName, member.Status,
        member.ProxyPort, member.SuspectTimes, member.StartTime, member.IAmAliveTime, version.Version
    FROM OrleansMembershipVersionTable version
    LEFT JOIN OrleansMembershipTable member ON member.DeploymentId = version.DeploymentId
        AND member.Address = @Address AND member.Port = @Port AND member.Generation = @Generation
    WHERE version.DeploymentId = @DeploymentId'),
('MembershipReadAllKey', '
    SELECT version.DeploymentId, member.Address, member.Port, member.Generation, member.SiloName, member.HostName, member.Status,
        member.ProxyPort, member.SuspectTimes, member.StartTime, member.IAmAliveTime, version.Version
    FROM OrleansMembershipVersionTable version
    LEFT JOIN OrleansMembershipTable member ON member.DeploymentId = version.DeploymentId
    WHERE version.DeploymentId = @DeploymentId'),
('GatewaysQueryKey', '
    SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),
('DeleteMembershipTableEntriesKey', '
    WITH gone AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId'),
-- 3 is the state of a silo that takes part.
('CleanupDefunctSiloEntriesKey', '
    DELETE FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3');
