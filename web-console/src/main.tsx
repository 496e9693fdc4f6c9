import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { prepareForContentSecurityPolicy } from './app/contentSecurity';
import { watchPageUse } from './app/pageUse';
import { reloadAfterUpgrade } from './app/reloadAfterUpgrade';
import { text } from './messages/messages';
import './style/index.css';
import { applyTheme } from './theme/theme';

document.documentElement.lang = text.language;
prepareForContentSecurityPolicy();
applyTheme();
reloadAfterUpgrade();
watchPageUse();
const root = document.getElementById('console');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
