import { useEffect, useState } from "react";
import { usePlatform, useSeen } from "../live.ts";
import styles from "./composer.module.css";

/** A connection that is renewed within this time goes unnoticed. */
const unnoticedMs = 1000;

/** Says so, above the composer, while the app is not there to answer. */
export function AppAway() {
  const { name, whileAway } = usePlatform();
  const status = useSeen(({ isLost, status }) => (isLost ? undefined : status));
  const app = useSeen(({ workspace }) => workspace?.people.find(({ isApp }) => isApp)?.realName);
  const isAway = status?.connections === 0;
  const [isNoticed, setNoticed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setNoticed, isAway ? unnoticedMs : 0, isAway);
    return () => clearTimeout(timer);
  }, [isAway]);
  const why = status?.isDown ? `The port of the simulated ${name} is closed by a fault.` : `${app} is not connected.`;
  return (
    <p role="status" className={styles.away}>
      {isAway && isNoticed && `${why} ${whileAway}`}
    </p>
  );
}
