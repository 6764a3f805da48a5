"use client";
import { Page } from "../page";
import { useProject } from "../project/project-context";
import { AboutSection } from "./about-section";
import { GroupsSection } from "./groups-section";
import { NetworksSection } from "./networks-section";
import { PartsSection } from "./parts-section";
import { ReviewSection } from "./review-section";

export function SettingsPage() {
  const { may } = useProject();
  const owner = may("project.configure");
  return (
    <Page title="Settings" lead={owner ? undefined : "Only owners of the project can change these."} narrow>
      <fieldset disabled={!owner} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <AboutSection />
        <PartsSection />
        <NetworksSection />
        <GroupsSection />
        <ReviewSection />
      </fieldset>
    </Page>
  );
}
